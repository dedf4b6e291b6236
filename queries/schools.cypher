// title: 学校及其出处
// title_en: Schools named, and where
// param region: region (optional) 只看此地区 | Only this region
// param document: document (optional) 只看此文件 | Only this document
// param kind: text (optional) 办学类型：undergraduate 本科、higher_vocational 高职、secondary_vocational 中职、technician 技工、general 中小学、other | School kind
// param place: region (optional) 只看在此地的学校 | Only schools that are there
// column organization: 学校 | School
// column name: 名称 | Name
// column kind: 办学类型 | School kind
// column place: 所在地区 | Place
// column region: 地区 | Region
// column clause: 条款 | Clause
// column heading: 条款标题 | Heading
// column path: 编号路径 | Number path
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: table
// example: region=云浦市

MATCH (c:Clause)-[e:NAMES]->(o:School)
MATCH (d:Document {id: c.document})
WHERE ($region IS NULL OR d.region = $region) AND ($document IS NULL OR d.id = $document)
  AND ($kind IS NULL OR o.school_kind = $kind)
OPTIONAL MATCH (o)-[:LOCATED_IN]->(r:Region)
WITH c, e, o, d, r
WHERE $place IS NULL OR r.name = $place
RETURN o.id AS organization, o.name AS name, o.school_kind AS kind, r.name AS place, d.region AS region, c.id AS clause, c.heading AS heading,
       c.path AS path, e.quote AS quote, e.start AS start, e.`end` AS `end`, d.id AS document, d.title AS title,
       d.number AS number
ORDER BY name, organization, document, start, e.id
