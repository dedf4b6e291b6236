// title: 查找地区
// title_en: Regions to choose from
// column id: 地区 | Region
// column name: 名称 | Name
// view: table

MATCH (r:Region)
RETURN DISTINCT r.name AS id, r.name AS name
ORDER BY id
