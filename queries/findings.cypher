// title: 文件质量问题
// title_en: Document quality findings
// param document: document (optional) 只看此文件 | Only this document
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// column file: 来源文件 | File
// column place: 序号 | Place
// column finding: 问题 | Finding
// view: table

MATCH (d:Document)
WHERE ($document IS NULL OR d.id = $document) AND d.findings IS NOT NULL
UNWIND range(0, size(d.findings) - 1) AS i
RETURN d.id AS document, d.title AS title, d.number AS number, d.file AS file, i + 1 AS place, d.findings[i] AS finding
ORDER BY document, place
