// title: 机构列表
// title_en: Agencies, by a part of the name, with how many clauses each has a part in
// param name: text (optional) 名称或其一部分 | A name or a part of it
// param region: text (optional) 地区全称 | The region's full name
// column id: 标识 | Id
// column name: 名称 | Name
// column function: 职能 | Function
// column region: 地区 | Region
// column level: 层级 | Level
// column kind: 类别 | Kind
// column group: 机构群 | Group
// column unresolved: 存疑 | Unresolved
// column clauses: 条款数 | Clauses
// view: table
// example: name=教育局

MATCH (a:Agency)
WHERE ($name IS NULL OR a.name CONTAINS $name) AND ($region IS NULL OR a.region = $region)
OPTIONAL MATCH (a)-[:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]->(c:Clause)
WITH a, count(DISTINCT c) AS clauses
RETURN a.id AS id, a.name AS name, a.function AS function, a.region AS region, a.level AS level, a.kind AS kind,
       a:AgencyGroup AS group, coalesce(a.unresolved, false) AS unresolved, clauses AS clauses
ORDER BY clauses DESC, id
