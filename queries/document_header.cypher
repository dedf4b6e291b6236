// title: 文件的题头
// title_en: A document's header
// param document: document (required) 文号、标题、文件名或标识 | Number, title, file name or id
// column id: 标识 | Id
// column title: 标题 | Title
// column number: 发文字号 | Document number
// column date: 成文日期 | Date
// column status: 状态 | Status
// column level: 层级 | Level
// column region: 地区 | Region
// column province: 省份 | Province
// column stub: 存根 | Stub
// column file: 来源文件 | File
// column format: 格式 | Format
// column text_length: 字数 | Characters
// column issuers: 发文机关 | Issuers
// column sections: 章节数 | Sections
// column clauses: 条款数 | Clauses
// column tasks: 任务数 | Tasks
// view: record
// example: document=云政办发〔2021〕35号

MATCH (d:Document {id: $document})
OPTIONAL MATCH (d)-[e:ISSUED_BY]->(a:Agency)
WITH d, e, a
ORDER BY e.start, a.id
WITH d, collect(a.name) AS issuers
OPTIONAL MATCH (s:Section {document: $document})
WITH d, issuers, count(s) AS sections
OPTIONAL MATCH (c:Clause {document: $document})
WITH d, issuers, sections, count(c) AS clauses, sum(CASE WHEN c:Task THEN 1 ELSE 0 END) AS tasks
RETURN d.id AS id, d.title AS title, d.number AS number, d.date AS date, d.status AS status, d.level AS level,
       d.region AS region, d.province AS province, coalesce(d.stub, false) AS stub, d.file AS file, d.format AS format,
       d.text_length AS text_length, issuers AS issuers, sections AS sections, clauses AS clauses, tasks AS tasks
ORDER BY id
