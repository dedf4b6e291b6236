// title: 涉及某政策概念的文件与条款
// title_en: Documents and clauses that mention a programme
// param programme: text (optional) 名称或其一部分 | Name or a part of it
// param region: region (optional) 只看此地区 | Only this region
// param document: document (optional) 只看此文件 | Only this document
// column programme: 政策概念 | Programme
// column name: 名称 | Name
// column field: 领域 | Field
// column surface: 文中名称 | Name in the text
// column region: 地区 | Region
// column level: 层级 | Level
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
// example: programme=产教融合

MATCH (c:Clause)-[e:MENTIONS]->(p:Programme)
MATCH (d:Document {id: c.document})
WHERE ($programme IS NULL OR p.name CONTAINS $programme) AND ($region IS NULL OR d.region = $region)
  AND ($document IS NULL OR d.id = $document)
RETURN p.id AS programme, p.name AS name, p.field AS field, e.surface AS surface, d.region AS region, d.level AS level,
       c.id AS clause, c.heading AS heading, c.path AS path, e.quote AS quote, e.start AS start, e.`end` AS `end`,
       d.id AS document, d.title AS title, d.number AS number
ORDER BY name, document, start, e.id
