// title: 机构所涉条款的全部分工
// title_en: Every agency's part in the clauses of one agency
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
// column title: 文件标题 | Document title
// view: network
// example: id=云浦市教育局

MATCH (x:Agency {id: $id})-[:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]->(c:Clause)
WITH DISTINCT c
MATCH (a:Agency)-[e:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]->(c)
MATCH (d:Document {id: c.document})
RETURN a.id AS source, CASE WHEN a:AgencyGroup THEN 'AgencyGroup' ELSE 'Agency' END AS source_label, a.name AS source_name,
       type(e) AS kind, c.id AS target, 'Clause' AS target_label, c.heading AS target_name, e.quote AS quote,
       d.id AS document, d.title AS title
ORDER BY document, c.ordinal, target, source, kind, e.id
