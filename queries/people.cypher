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

MATCH (p:Person)
WHERE $document IS NULL OR p.document = $document
MATCH (d:Document {id: p.document})
OPTIONAL MATCH (p)-[e:HOLDS]->(a:Agency)
RETURN p.id AS person, p.name AS name, coalesce(e.post, p.post) AS post, coalesce(e.role, p.role) AS role,
       a.id AS agency, a.name AS agency_name, coalesce(e.quote, p.quote) AS quote, coalesce(e.start, p.start) AS start,
       coalesce(e.`end`, p.`end`) AS `end`, d.id AS document, d.title AS title, d.number AS number
ORDER BY document, start, person, agency
