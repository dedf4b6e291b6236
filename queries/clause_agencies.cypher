// title: 某条款由谁负责
// title_en: Who answers for a clause
// param clause: clause (required) 条款标识，或 文号#编号路径 | Clause id, or number#path
// column role: 角色 | Role
// column agency: 机构 | Agency
// column name: 名称 | Name
// column region: 地区 | Region
// column group: 机构群 | Group
// column surface: 文中名称 | Name in the text
// column open_list: 列举未尽 | Open list
// column clause: 条款 | Clause
// column heading: 条款标题 | Heading
// column path: 编号路径 | Number path
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: network
// example: clause=云政办发〔2021〕35号#二/（一）

MATCH (a:Agency)-[e:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]->(c:Clause {id: $clause})
MATCH (d:Document {id: c.document})
WITH a, c, e, d, CASE type(e) WHEN 'LEADS' THEN 'lead' WHEN 'COOPERATES_ON' THEN 'cooperate' ELSE 'responsible' END AS role
RETURN role AS role, a.id AS agency, a.name AS name, a.region AS region, a:AgencyGroup AS group, e.surface AS surface,
       coalesce(e.open_list, false) AS open_list, c.id AS clause, c.heading AS heading, c.path AS path,
       e.quote AS quote, e.start AS start, e.`end` AS `end`, d.id AS document, d.title AS title, d.number AS number
ORDER BY CASE role WHEN 'lead' THEN 0 WHEN 'cooperate' THEN 1 ELSE 2 END, start, agency, e.id
