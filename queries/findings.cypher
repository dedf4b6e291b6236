// title: 文件质量问题
// title_en: Document quality findings
// param document: document (optional) 只看此文件 | Only this document
// param kind: text (optional) 只看此类问题 | Only this kind
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// column file: 来源文件 | File
// column place: 序号 | Place
// column kind: 问题代码 | Kind
// column severity: 程度 | Severity
// column message_zh: 问题 | Finding, in Chinese
// column message_en: 英文说明 | Finding
// column message: 具体说明 | Particulars
// column line: 行 | Line
// column start: 起 | Start
// column end: 止 | End
// column quote: 原文 | Quote
// view: table

MATCH (d:Document)-[:HAS_FINDING]->(f:Finding)
WHERE ($document IS NULL OR d.id = $document) AND ($kind IS NULL OR f.kind = $kind)
RETURN d.id AS document, d.title AS title, d.number AS number, d.file AS file, f.ordinal AS place, f.kind AS kind,
       f.severity AS severity, f.message_zh AS message_zh, f.message_en AS message_en, f.message AS message,
       f.line AS line, f.start AS start, f.`end` AS `end`, f.quote AS quote
ORDER BY document, place, f.id
