// title: 单位及其出处
// title_en: Organizations named, and where
// param kind: text (optional) 类别：school、company、finance、base、group、research、institution | Kind: school, company, finance, base, group, research, institution
// param region: region (optional) 只看此地区 | Only this region
// param document: document (optional) 只看此文件 | Only this document
// column organization: 单位 | Organization
// column name: 名称 | Name
// column kind: 类别 | Kind
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
// example: kind=company

MATCH (c:Clause)-[e:NAMES]->(o:Organization)
MATCH (d:Document {id: c.document})
WHERE ($region IS NULL OR d.region = $region) AND ($document IS NULL OR d.id = $document)
  AND ($kind IS NULL OR o.kind = $kind)
RETURN o.id AS organization, o.name AS name, o.kind AS kind, d.region AS region, c.id AS clause, c.heading AS heading,
       c.path AS path, e.quote AS quote, e.start AS start, e.`end` AS `end`, d.id AS document, d.title AS title,
       d.number AS number
ORDER BY name, organization, document, start, e.id
