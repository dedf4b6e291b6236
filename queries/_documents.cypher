// title: 文件列表
// title_en: Loaded documents, by region, level, year and status
// param region: text (optional) 地区或省的全称 | Full name of the region or province
// param level: level (optional) 层级 | Level
// param year: year (optional) 成文年份 | Year
// param status: text (optional) 状态 | Status
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
  AND ($status IS NULL OR d.status = $status)
RETURN d.id AS id, d.title AS title, d.number AS number, d.date AS date, d.status AS status, d.level AS level,
       d.region AS region, d.province AS province, d.file AS file
ORDER BY coalesce(date, '') DESC, id
