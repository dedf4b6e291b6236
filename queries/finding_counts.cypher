// title: 各类质量问题的数量
// title_en: Quality findings counted by kind
// param document: document (optional) 只看此文件 | Only this document
// column kind: 问题代码 | Kind
// column severity: 程度 | Severity
// column message_zh: 问题 | Finding, in Chinese
// column message_en: 英文说明 | Finding
// column findings: 处数 | Findings
// column documents: 文件数 | Documents
// view: bar

MATCH (d:Document)-[:HAS_FINDING]->(f:Finding)
WHERE $document IS NULL OR d.id = $document
WITH f.kind AS kind, f.severity AS severity, f.message_zh AS message_zh, f.message_en AS message_en,
     count(f) AS findings, count(DISTINCT d.id) AS documents
RETURN kind AS kind, severity AS severity, message_zh AS message_zh, message_en AS message_en,
       findings AS findings, documents AS documents
ORDER BY findings DESC, kind, severity
