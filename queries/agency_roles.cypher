// title: 某机构的全部分工
// title_en: Everything of an agency, by role
// param agency: agency (required) 机构名称 | Agency name
// param role: role (optional) 只看此角色 | Only this role
// param document: document (optional) 只看此文件 | Only this document
// column role: 角色 | Role
// column clause: 条款 | Clause
// column heading: 条款标题 | Heading
// column path: 编号路径 | Number path
// column surface: 文中名称 | Name in the text
// column open_list: 列举未尽 | Open list
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: table
// example: agency=云浦市教育局

MATCH (a:Agency {id: $agency})-[e:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]->(c:Clause)
MATCH (d:Document {id: c.document})
WITH c, e, d, CASE type(e) WHEN 'LEADS' THEN 'lead' WHEN 'COOPERATES_ON' THEN 'cooperate' ELSE 'responsible' END AS role
WHERE ($role IS NULL OR role = $role) AND ($document IS NULL OR d.id = $document)
RETURN role AS role, c.id AS clause, c.heading AS heading, c.path AS path, e.surface AS surface,
       coalesce(e.open_list, false) AS open_list, e.quote AS quote, e.start AS start, e.`end` AS `end`,
       d.id AS document, d.title AS title, d.number AS number
ORDER BY CASE role WHEN 'lead' THEN 0 WHEN 'cooperate' THEN 1 ELSE 2 END, document, c.ordinal, clause, start, e.id
