// title: 文件的其他关系
// title_en: A document's own links: who issued it, what it cites, what cites it
// param id: text (required) 文件标识 | Document id
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
// example: id=云政办发〔2021〕35号

MATCH (x:Document {id: $id})-[e:ISSUED_BY|CITES|ATTACHED_TO]-(n)
WITH x, e, n, startNode(e).id AS first,
     CASE WHEN n:AgencyGroup THEN 'AgencyGroup' WHEN n:Agency THEN 'Agency' ELSE 'Document' END AS other,
     coalesce(n.title, n.name) AS name
WITH x, e, n, other, name, CASE WHEN first = x.id THEN true ELSE false END AS out
RETURN CASE WHEN out THEN x.id ELSE n.id END AS source, CASE WHEN out THEN 'Document' ELSE other END AS source_label,
       CASE WHEN out THEN x.title ELSE name END AS source_name, type(e) AS kind,
       CASE WHEN out THEN n.id ELSE x.id END AS target, CASE WHEN out THEN other ELSE 'Document' END AS target_label,
       CASE WHEN out THEN name ELSE x.title END AS target_name, e.quote AS quote, e.document AS document
ORDER BY kind, source, target, e.id
