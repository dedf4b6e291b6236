// title: 引用而比对过的上下级文件
// title_en: Documents above and below that were held against a document because one cites the other, and what was matched
// param document: document (required) 文号、标题、文件名或标识 | Number, title, file name or id
// column direction: 方向 | Direction
// column other: 另一文件 | Other document
// column other_title: 另一文件标题 | Its title
// column other_number: 另一发文字号 | Its number
// column other_status: 另一文件状态 | Its status
// column other_level: 另一文件层级 | Its level
// column other_region: 另一文件地区 | Its region
// column clauses: 对应条款数 | Clauses matched
// view: table
// example: document=云政办发〔2021〕35号

// who may carry out whom is decided in loaders/link/authority.py: by level, line of authority, status and time
MATCH (d:Document {id: $document})-[:ATTACHED_TO*0..1]->(one:Document)-[c:CITES]-(two:Document)<-[:ATTACHED_TO*0..1]-(o:Document)
WHERE NOT coalesce(o.stub, false) AND NOT coalesce(d.stub, false)
WITH DISTINCT d, o, CASE WHEN startNode(c).id = one.id THEN 'up' ELSE 'down' END AS direction
WITH direction, d, o, CASE direction WHEN 'up' THEN d.id ELSE o.id END AS below, CASE direction WHEN 'up' THEN o.id ELSE d.id END AS above
MATCH (k:Document {id: below})
MATCH (p:Document {id: above})
WITH direction, o, k, p, 'national province city county town' AS levels, coalesce(p.province, '') + coalesce(p.region, '') AS seat
WHERE coalesce(p.status, 'issued') = 'issued' AND size(split(levels, p.level)[0]) < size(split(levels, k.level)[0])
  AND left(coalesce(p.date, ''), size(coalesce(k.date, ''))) <= left(coalesce(k.date, ''), size(coalesce(p.date, '')))
  AND (p.level = 'national' OR k.province = p.region OR EXISTS {
    MATCH (r:Region)-[:WITHIN*1..3]->(:Region {id: seat}) WHERE r.id STARTS WITH k.province AND r.id ENDS WITH k.region })
OPTIONAL MATCH (c:Clause {document: k.id})-[e:IMPLEMENTS]->(t:Clause {document: p.id})
WITH direction, o, count(DISTINCT t.id) AS clauses
RETURN direction AS direction, o.id AS other, o.title AS other_title, o.number AS other_number, o.status AS other_status,
       o.level AS other_level, o.region AS other_region, clauses AS clauses
ORDER BY direction DESC, other
