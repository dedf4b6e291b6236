// title: 以“等”结尾的责任列举
// title_en: Lists of bodies that end in 等
// param document: document (optional) 只看此文件 | Only this document
// param region: region (optional) 只看此地区 | Only this region
// column clause: 条款 | Clause
// column heading: 条款标题 | Heading
// column path: 编号路径 | Number path
// column role: 角色 | Role
// column agency: 机构 | Agency
// column name: 名称 | Name
// column surface: 文中名称 | Name in the text
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: table

MATCH (a:Agency)-[e:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]->(c:Clause)
WHERE e.open_list = true AND ($document IS NULL OR e.document = $document)
MATCH (d:Document {id: c.document})
WHERE $region IS NULL OR d.region = $region
WITH a, c, e, d, CASE type(e) WHEN 'LEADS' THEN 'lead' WHEN 'COOPERATES_ON' THEN 'cooperate' ELSE 'responsible' END AS role
RETURN c.id AS clause, c.heading AS heading, c.path AS path, role AS role, a.id AS agency, a.name AS name,
       e.surface AS surface, e.quote AS quote, e.start AS start, e.`end` AS `end`, d.id AS document, d.title AS title,
       d.number AS number
ORDER BY document, c.ordinal, clause, start, agency, e.id
