// title: 检索机构
// title_en: Full-text search of agencies
// param q: search (required) 检索词，空格分隔，须全部出现 | Words, split by spaces; all must occur
// param region: region (optional) 只看此地区 | Only this region
// column agency: 机构 | Agency
// column name: 名称 | Name
// column region: 地区 | Region
// column level: 层级 | Level
// column kind: 类别 | Kind
// column group: 机构群 | Group
// column score: 得分 | Score
// column clauses: 条款数 | Clauses
// view: table
// example: q=教育局

CALL db.index.fulltext.queryNodes('agency_search', $q) YIELD node
WITH node AS a, toLower(coalesce(node.name, '')) AS name
WHERE all(w IN $q_words WHERE name CONTAINS w) AND ($region IS NULL OR a.region = $region)
OPTIONAL MATCH (a)-[:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]->(c:Clause)
WITH a, name, count(DISTINCT c) AS clauses
WITH a, clauses, size(name) + 1 AS length, reduce(n = 0, w IN $q_words | n + size(split(name, w)) - 1) AS hits
RETURN a.id AS agency, a.name AS name, a.region AS region, a.level AS level, a.kind AS kind, a:AgencyGroup AS group,
       hits * 1000 / length AS score, clauses AS clauses
ORDER BY score DESC, clauses DESC, agency
