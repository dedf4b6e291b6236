// title: 对应条款中的增加内容
// title_en: What matched clauses say of their own: phrases that were aligned, and numbers with their partners
// param document: document (required) 文号、标题、文件名或标识 | Number, title, file name or id
// param parent: document (required) 与此上级文件比对 | Against this higher document
// column clause: 条款 | Clause
// column heading: 条款标题 | Heading
// column path: 编号路径 | Number path
// column phrase_starts: 对应语句起 | Starts of the aligned phrases
// column phrase_ends: 对应语句止 | Ends of the aligned phrases
// column statement_starts: 责任表述起 | Starts of the responsibility statements
// column statement_ends: 责任表述止 | Ends of the responsibility statements
// column numbers: 未对应的指标 | Numbers without a partner
// column number_starts: 指标起 | Starts of the numbers
// column number_ends: 指标止 | Ends of the numbers
// column body_start: 正文起 | Start of the body
// column quote: 原文 | Text
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: table
// example: document=云政办发〔2021〕35号; parent=岚政发〔2021〕12号

MATCH (c:Clause {document: $document})-[e:IMPLEMENTS]->(p:Clause {document: $parent})
UNWIND range(-1, size(coalesce(e.source_starts, [])) - 1) AS i
WITH c, CASE i WHEN -1 THEN null ELSE e.source_starts[i] END AS a, CASE i WHEN -1 THEN null ELSE e.source_ends[i] END AS b
ORDER BY a, b
WITH c, collect(a) AS heads, collect(b) AS tails
OPTIONAL MATCH (c)-[:SETS]->(i:Target)
WHERE NOT EXISTS { MATCH (i)-[:DERIVES_FROM]->(:Indicator {document: $parent}) }
WITH c, heads, tails, i ORDER BY i.start, i.id
WITH c, heads, tails, collect(i.text) AS numbers, collect(i.start) AS froms, collect(i.`end`) AS untils
MATCH (d:Document {id: $document})
RETURN c.id AS clause, c.heading AS heading, c.path AS path, heads AS phrase_starts, tails AS phrase_ends,
       coalesce(c.statement_starts, []) AS statement_starts, coalesce(c.statement_ends, []) AS statement_ends,
       numbers AS numbers, froms AS number_starts, untils AS number_ends, c.body_start AS body_start,
       c.text AS quote, c.start AS start, c.`end` AS `end`, d.id AS document, d.title AS title, d.number AS number
ORDER BY c.ordinal, clause
