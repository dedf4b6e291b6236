// title: 查找机构
// title_en: Agencies to choose from
// param words: text (required) 名称或其一部分 | A name or a part of it
// column id: 机构 | Agency id
// column name: 名称 | Name
// view: table
// example: words=教育局

MATCH (a:Agency)
WHERE a.id = $words OR a.name CONTAINS $words
RETURN a.id AS id, a.name AS name
ORDER BY name, id
