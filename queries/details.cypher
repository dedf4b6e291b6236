// title: 附件任务与正文条款
// title_en: Annex rows and the body clauses that they break down
// param document: document (required) 文号、标题、文件名或标识 | Number, title, file name or id
// column row: 附件行条款 | Row clause
// column row_path: 附件行编号路径 | Row number path
// column row_heading: 附件行条款标题 | Row heading
// column body: 正文条款 | Body clause
// column body_path: 正文编号路径 | Body number path
// column body_heading: 正文条款标题 | Body heading
// column grade: 等级 | Grade
// column score: 得分 | Score
// column ground: 比对理由 | Ground
// column method: 方法 | Method
// column decided: 人工确认 | Decided
// column reason: 对应语句 | Aligned phrases
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column file: 来源文件 | File
// column body_text: 正文原文 | Body text
// column row_text: 附件行原文 | Row text
// column body_start: 正文条款起 | Body clause start
// column body_starts: 正文语句起 | Body phrase starts
// column body_ends: 正文语句止 | Body phrase ends
// column row_start: 附件行条款起 | Row clause start
// column row_starts: 附件行语句起 | Row phrase starts
// column row_ends: 附件行语句止 | Row phrase ends
// view: table
// example: document=岚政发〔2021〕12号

MATCH (r:Clause {document: $document})-[e:DETAILS]->(b:Clause)
MATCH (d:Document {id: $document})
RETURN r.id AS row, r.path AS row_path, r.heading AS row_heading,
       b.id AS body, b.path AS body_path, b.heading AS body_heading,
       e.grade AS grade, e.score AS score, e.ground AS ground,
       e.method AS method, coalesce(e.decided, false) AS decided, e.reason AS reason,
       d.id AS document, d.title AS title, d.file AS file,
       b.text AS body_text, r.text AS row_text,
       b.start AS body_start, e.target_starts AS body_starts, e.target_ends AS body_ends,
       r.start AS row_start, e.source_starts AS row_starts, e.source_ends AS row_ends
ORDER BY r.ordinal, row, score DESC, b.ordinal, body
