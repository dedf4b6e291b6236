// title: 学校及其出处
// title_en: Schools named, and where
// param region: region (optional) 只看此地区 | Only this region
// param document: document (optional) 只看此文件 | Only this document
// column organization: 学校 | School
// column name: 名称 | Name
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
RETURN o.id AS organization, o.name AS name, d.region AS region, c.id AS clause, c.heading AS heading,
       c.path AS path, e.quote AS quote, e.start AS start, e.`end` AS `end`, d.id AS document, d.title AS title,
       d.number AS number
ORDER BY name, organization, document, start, e.id
