// title: 各地区各年的文件数
// title_en: Documents counted by region, level and year
// column region: 地区 | Region
// column level: 层级 | Level
// column year: 年份 | Year
// column documents: 文件数 | Documents
// view: bar

MATCH (d:Document)
WHERE NOT coalesce(d.stub, false)
WITH d.region AS region, d.level AS level, toInteger(substring(d.date, 0, 4)) AS year, count(*) AS documents
RETURN region AS region, level AS level, year AS year, documents AS documents
ORDER BY coalesce(region, ''), coalesce(level, ''), coalesce(year, 0)
