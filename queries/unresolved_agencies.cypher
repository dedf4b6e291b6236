// title: 未能确认的机构
// title_en: Agencies that could not be placed
// param region: region (optional) 只看此地区 | Only this region
// column agency: 机构 | Agency
// column name: 名称 | Name
// column region: 地区 | Region
// column clauses: 条款数 | Clauses
// column documents: 文件数 | Documents
// view: table

MATCH (a:Agency)
WHERE a.unresolved = true AND ($region IS NULL OR a.region = $region)
OPTIONAL MATCH (a)-[:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]->(c:Clause)
WITH a, count(DISTINCT c) AS clauses, count(DISTINCT c.document) AS documents
RETURN a.id AS agency, a.name AS name, a.region AS region, clauses AS clauses, documents AS documents
ORDER BY clauses DESC, agency
