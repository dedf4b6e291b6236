// title: 用于比较的指标
// title_en: Indicators of a document, in their own words
// param document: document (required) 文件 | Document
// column clause: 条款 | Clause
// column text: 原文 | Text
// column deadline: 时限 | Deadline
// view: table
// example: document=云政办发〔2021〕35号

MATCH (c:Clause)-[:SETS]->(i:Indicator {document: $document})
RETURN c.id AS clause, i.text AS text, i.deadline AS deadline
ORDER BY clause, i.start, i.id
