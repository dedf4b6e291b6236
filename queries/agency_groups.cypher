// title: 集合主体及其成员
// title_en: Groups of agencies, and their members
// param region: region (optional) 只看此地区 | Only this region
// column agency: 机构群 | Group
// column name: 名称 | Name
// column region: 地区 | Region
// column open: 成员不尽列 | Open
// column member: 成员 | Member
// column member_name: 成员名称 | Member name
// column valid_from: 成员始于 | Member from
// column valid_to: 成员止于 | Member until
// column clauses: 条款数 | Clauses
// view: network

MATCH (g:AgencyGroup)
WHERE $region IS NULL OR g.region = $region
OPTIONAL MATCH (g)-[:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]->(c:Clause)
WITH g, count(DISTINCT c) AS clauses
OPTIONAL MATCH (g)-[r:HAS_MEMBER]->(m:Agency)
RETURN g.id AS agency, g.name AS name, g.region AS region, coalesce(g.open, false) AS open, m.id AS member,
       m.name AS member_name, r.valid_from AS valid_from, r.valid_to AS valid_to, clauses AS clauses
ORDER BY agency, member
