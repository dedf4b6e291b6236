// title: 任务承接情况
// title_en: Which documents take up which tasks of a document
// param document: document (required) 文号、标题、文件名或标识 | Number, title, file name or id
// column clause: 任务 | Task
// column heading: 任务标题 | Heading
// column path: 编号路径 | Number path
// column child_document: 承接文件 | Document that takes it up
// column child_title: 承接文件标题 | Its title
// column child_region: 承接地区 | Its region
// column child_level: 承接层级 | Its level
// column child_status: 承接文件状态 | Its status
// column child: 承接条款 | Clause that takes it up
// column child_path: 承接条款编号路径 | Its number path
// column child_heading: 承接条款标题 | Its heading
// column grade: 等级 | Grade
// column score: 得分 | Score
// column ground: 比对理由 | Ground
// column clauses: 承接条款数 | Clauses
// column quote: 任务原文 | Text
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: table
// example: document=岚政发〔2021〕12号

OPTIONAL MATCH (x:Clause)-[:IMPLEMENTS]->(:Clause {document: $document})
WITH DISTINCT x.document AS other
MATCH (t:Clause {document: $document})
WHERE t:Task OR EXISTS { MATCH (:Clause)-[:IMPLEMENTS]->(t) }
OPTIONAL MATCH (c:Clause {document: other})-[e:IMPLEMENTS]->(t)
WITH t, other, c, e ORDER BY e.score DESC, c.id
WITH t, other, collect(c.id) AS ids, collect(e.score) AS scores, collect(e.grade) AS grades, collect(e.ground) AS grounds
WITH t, other, ids[0] AS best, scores[0] AS score, grades[0] AS grade, grounds[0] AS ground, size(ids) AS clauses
MATCH (d:Document {id: $document})
OPTIONAL MATCH (o:Document {id: other})
OPTIONAL MATCH (c:Clause {id: best})
RETURN t.id AS clause, t.heading AS heading, t.path AS path,
       o.id AS child_document, o.title AS child_title, o.region AS child_region, o.level AS child_level, o.status AS child_status,
       c.id AS child, c.path AS child_path, c.heading AS child_heading, grade AS grade, score AS score, ground AS ground,
       clauses AS clauses, t.text AS quote, t.start AS start, t.`end` AS `end`, d.id AS document, d.title AS title, d.number AS number
ORDER BY t.ordinal, clause, child_document
