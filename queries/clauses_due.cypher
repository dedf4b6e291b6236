// title: 某年到期的任务
// title_en: Clauses due in a year
// param year: year (required) 到期年份 | Year in which they are due
// param region: region (optional) 只看此地区 | Only this region
// param agency: agency (optional) 只看此机构的任务 | Only tasks of this agency
// column deadline: 时限 | Deadline
// column clause: 条款 | Clause
// column heading: 条款标题 | Heading
// column path: 编号路径 | Number path
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// column text: 原文 | Text
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: timeline
// example: year=2023

MATCH (c:Clause)
WHERE c.deadlines IS NOT NULL
  AND ($agency IS NULL
       OR EXISTS { MATCH (:Agency {id: $agency})-[:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]->(c) })
MATCH (d:Document {id: c.document})
WHERE $region IS NULL OR d.region = $region
UNWIND range(0, size(c.deadlines) - 1) AS i
WITH c, d, i, c.deadlines[i] AS deadline
WHERE deadline STARTS WITH toString($year)
RETURN deadline AS deadline, c.id AS clause, c.heading AS heading, c.path AS path, c.deadline_quotes[i] AS quote,
       c.deadline_starts[i] AS start, c.deadline_ends[i] AS `end`, c.text AS text, d.id AS document, d.title AS title,
       d.number AS number
ORDER BY deadline, document, c.ordinal, clause, start, i
