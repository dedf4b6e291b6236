// title: 名单中的人员
// title_en: People in rosters, and their posts
// param document: document (optional) 只看此文件 | Only this document
// column person: 人员 | Person
// column name: 姓名 | Name
// column post: 职务 | Post
// column role: 角色 | Role
// column agency: 机构 | Agency
// column agency_name: 机构名称 | Agency name
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: table

MATCH (p:Person)-[e:HOLDS]->(a:Agency)
WHERE $document IS NULL OR e.document = $document
WITH p, a, e, e.document AS owner
MATCH (d:Document {id: owner})
RETURN p.id AS person, p.name AS name, e.post AS post, e.role AS role, a.id AS agency, a.name AS agency_name,
       e.quote AS quote, e.start AS start, e.`end` AS `end`, d.id AS document, d.title AS title, d.number AS number
ORDER BY document, start, person, agency, e.id
