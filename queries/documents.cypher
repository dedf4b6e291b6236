// title: 文件列表
// title_en: Documents, by region, level and year
// param region: region (optional) 此地区或此省的文件 | Documents of this region or province
// param level: level (optional) 层级 | Level
// param year: year (optional) 只看此年成文的文件 | Only documents of this year
// column id: 标识 | Id
// column title: 标题 | Title
// column number: 发文字号 | Document number
// column date: 成文日期 | Date
// column status: 状态 | Status
// column level: 层级 | Level
// column region: 地区 | Region
// column province: 省份 | Province
// column file: 来源文件 | File
// view: table
// example: region=云浦市

MATCH (d:Document)
WHERE NOT coalesce(d.stub, false)
  AND ($region IS NULL OR d.region = $region OR d.province = $region)
  AND ($level IS NULL OR d.level = $level)
  AND ($year IS NULL OR d.date STARTS WITH toString($year))
RETURN d.id AS id, d.title AS title, d.number AS number, d.date AS date, d.status AS status, d.level AS level,
       d.region AS region, d.province AS province, d.file AS file
ORDER BY coalesce(date, '') DESC, id
