// title: 机构
// title_en: One agency by its id
// param id: text (required) 机构标识 | Agency id
// column id: 标识 | Id
// column name: 名称 | Name
// column function: 职能 | Function
// column region: 地区 | Region
// column level: 层级 | Level
// column kind: 类别 | Kind
// column valid_from: 始于 | From
// column valid_to: 止于 | Until
// column doubt: 存疑原因 | Doubt
// column group: 机构群 | Group
// column unresolved: 存疑 | Unresolved
// view: record
// example: id=云浦市教育局

MATCH (a:Agency {id: $id})
RETURN a.id AS id, a.name AS name, a.function AS function, a.region AS region, a.level AS level, a.kind AS kind,
       a.valid_from AS valid_from, a.valid_to AS valid_to, a.doubt AS doubt,
       a:AgencyGroup AS group, coalesce(a.unresolved, false) AS unresolved
ORDER BY id
