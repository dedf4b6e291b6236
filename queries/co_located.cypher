// title: 合署办公的机构
// title_en: Bodies that share an office
// param region: region (optional) 只看此地区的机构 | Only bodies of this region
// column agency: 机构 | Agency
// column name: 名称 | Name
// column host: 合署机构 | Shares with
// column host_name: 合署机构名称 | Its name
// column region: 地区 | Region
// column surface: 文中名称 | Name in the text
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: network

MATCH (a:Agency)-[e:CO_LOCATED_WITH]->(b:Agency)
WHERE $region IS NULL OR a.region = $region OR b.region = $region
WITH a, b, e, e.document AS owner
MATCH (d:Document {id: owner})
RETURN a.id AS agency, a.name AS name, b.id AS host, b.name AS host_name, a.region AS region, e.surface AS surface,
       e.quote AS quote, e.start AS start, e.`end` AS `end`, d.id AS document, d.title AS title, d.number AS number
ORDER BY agency, host, document, start, e.id
