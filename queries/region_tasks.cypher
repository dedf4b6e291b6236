// title: 某地区各机构的任务
// title_en: Tasks of a region's agencies
// param region: region (required) 地区 | Region
// param role: role (optional) 只看此角色 | Only this role
// column agency: 机构 | Agency
// column name: 名称 | Name
// column role: 角色 | Role
// column clause: 条款 | Clause
// column heading: 条款标题 | Heading
// column path: 编号路径 | Number path
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: table
// example: region=云浦市; role=lead

MATCH (a:Agency)-[e:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]->(c:Clause)
WHERE a.region = $region
MATCH (d:Document {id: c.document})
WITH a, c, e, d, CASE type(e) WHEN 'LEADS' THEN 'lead' WHEN 'COOPERATES_ON' THEN 'cooperate' ELSE 'responsible' END AS role
WHERE $role IS NULL OR role = $role
RETURN a.id AS agency, a.name AS name, role AS role, c.id AS clause, c.heading AS heading, c.path AS path,
       e.quote AS quote, e.start AS start, e.`end` AS `end`, d.id AS document, d.title AS title, d.number AS number
ORDER BY agency, CASE role WHEN 'lead' THEN 0 WHEN 'cooperate' THEN 1 ELSE 2 END, document, c.ordinal, clause, start, e.id
