// title: 机构的其他关系
// title_en: An agency's own links: region, members, shared office, successor, what it issued
// param id: text (required) 机构标识 | Agency id
// column source: 起点 | Source
// column source_label: 起点类别 | Label of the source
// column source_name: 起点名称 | Name of the source
// column kind: 关系 | Kind
// column target: 终点 | Target
// column target_label: 终点类别 | Label of the target
// column target_name: 终点名称 | Name of the target
// column quote: 原句 | Quote
// column document: 文件 | Document
// view: network
// example: id=云浦市教育局

MATCH (x:Agency {id: $id})-[e:LOCATED_IN|HAS_MEMBER|CO_LOCATED_WITH|SUCCEEDED_BY|ISSUED_BY]-(n)
WITH x, e, n, startNode(e).id AS first,
     CASE WHEN x:AgencyGroup THEN 'AgencyGroup' ELSE 'Agency' END AS own,
     CASE WHEN n:AgencyGroup THEN 'AgencyGroup' WHEN n:Agency THEN 'Agency' WHEN n:Document THEN 'Document'
          ELSE 'Region' END AS other,
     coalesce(n.name, n.title) AS name
WITH x, e, n, own, other, name, CASE WHEN first = x.id THEN true ELSE false END AS out
RETURN CASE WHEN out THEN x.id ELSE n.id END AS source, CASE WHEN out THEN own ELSE other END AS source_label,
       CASE WHEN out THEN x.name ELSE name END AS source_name, type(e) AS kind,
       CASE WHEN out THEN n.id ELSE x.id END AS target, CASE WHEN out THEN other ELSE own END AS target_label,
       CASE WHEN out THEN name ELSE x.name END AS target_name, e.quote AS quote, e.document AS document
ORDER BY kind, source, target, e.id
