// title: 某集合主体在某日的成员
// title_en: The members of a group on a day, by the division table
// param agency: agency (required) 机构群 | Group
// param date: text (optional) 日期 YYYY-MM-DD | Date YYYY-MM-DD
// column member: 成员 | Member
// column name: 名称 | Name
// column region: 地区 | Region
// column level: 层级 | Level
// column valid_from: 始于 | From
// column valid_to: 止于 | Until
// column group_name: 机构群 | Group
// column open: 成员不尽列 | Open
// view: table
// example: agency=岚江省云浦市：各县（市、区）人民政府; date=2021-10-12

MATCH (g:AgencyGroup {id: $agency})-[r:HAS_MEMBER]->(m:Agency)
WHERE $date IS NULL OR ((r.valid_from IS NULL OR r.valid_from <= $date) AND (r.valid_to IS NULL OR r.valid_to >= $date))
RETURN m.id AS member, m.name AS name, m.region AS region, m.level AS level, r.valid_from AS valid_from,
       r.valid_to AS valid_to, g.name AS group_name, coalesce(g.open, false) AS open
ORDER BY member
