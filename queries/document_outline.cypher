// title: 文件的结构与全文
// title_en: A document's outline, with its text
// param document: document (required) 文号、标题、文件名或标识 | Number, title, file name or id
// column id: 标识 | Id
// column part: 层次 | Part
// column depth: 深度 | Depth
// column printed: 编号 | Printed number
// column path: 编号路径 | Number path
// column heading: 标题 | Heading
// column kind: 类别 | Kind
// column task: 任务 | Task
// column text: 原文 | Text
// column start: 起 | Start
// column end: 止 | End
// view: outline
// example: document=云政办发〔2021〕35号

MATCH p = (d:Document {id: $document})-[:HAS_PART*1..12]->(n)
WITH d, n, min(length(p)) AS depth
RETURN n.id AS id, CASE WHEN n:Section THEN 'section' ELSE 'clause' END AS part, depth AS depth, n.number AS printed,
       coalesce(n.path, substring(n.id, size(d.id) + 1)) AS path, n.heading AS heading, n.kind AS kind, n:Task AS task,
       n.text AS text, n.start AS start, n.`end` AS `end`
ORDER BY start, depth, n.ordinal, id
