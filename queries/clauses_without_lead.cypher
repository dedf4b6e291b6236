// title: 没有牵头单位的任务
// title_en: Tasks that nobody leads
// param document: document (optional) 只看此文件 | Only this document
// param region: region (optional) 只看此地区 | Only this region
// column clause: 条款 | Clause
// column heading: 条款标题 | Heading
// column path: 编号路径 | Number path
// column agencies: 其他主体数 | Other bodies
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: table
// example: document=岚政发〔2021〕12号

MATCH (c:Clause)
WHERE ($document IS NULL OR c.document = $document) AND NOT EXISTS { MATCH (:Agency)-[:LEADS]->(c) }
OPTIONAL MATCH (a:Agency)-[:COOPERATES_ON|RESPONSIBLE_FOR]->(c)
WITH c, count(DISTINCT a) AS agencies
WHERE c:Task OR agencies > 0
MATCH (d:Document {id: c.document})
WHERE $region IS NULL OR d.region = $region
RETURN c.id AS clause, c.heading AS heading, c.path AS path, agencies AS agencies, c.text AS quote, c.start AS start,
       c.`end` AS `end`, d.id AS document, d.title AS title, d.number AS number
ORDER BY document, c.ordinal, clause
