// title: 各类学校数
// title_en: Schools counted by kind and place
// param region: region (optional) 只看此地区的文件 | Only documents of this region
// param document: document (optional) 只看此文件 | Only this document
// column kind: 办学类型 | School kind
// column place: 所在地区 | Place
// column schools: 学校数 | Schools
// column documents: 文件数 | Documents
// view: bar
// example: region=云浦市

MATCH (c:Clause)-[:NAMES]->(o:School)
MATCH (d:Document {id: c.document})
WHERE ($region IS NULL OR d.region = $region) AND ($document IS NULL OR d.id = $document)
OPTIONAL MATCH (o)-[:LOCATED_IN]->(r:Region)
WITH o.school_kind AS kind, r.name AS place, count(DISTINCT o.id) AS schools, count(DISTINCT d.id) AS documents
RETURN kind AS kind, place AS place, schools AS schools, documents AS documents
ORDER BY schools DESC, coalesce(kind, ''), coalesce(place, '')
