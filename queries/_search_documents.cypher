// title: 检索文件标题
// title_en: Full-text search of documents' titles
// param q: search (required) 检索词，空格分隔，须全部出现 | Words, split by spaces; all must occur
// column id: 标识 | Id
// column title: 标题 | Title
// column number: 发文字号 | Document number
// column date: 成文日期 | Date
// column region: 地区 | Region
// column stub: 存根 | Stub
// column score: 得分 | Score
// view: table
// example: q=实施方案

CALL db.index.fulltext.queryNodes('document_search', $q) YIELD node
WITH node AS d, toLower(coalesce(node.title, '')) AS title
WHERE all(w IN $q_words WHERE title CONTAINS w)
WITH d, size(title) + 1 AS length, reduce(n = 0, w IN $q_words | n + size(split(title, w)) - 1) AS hits
RETURN d.id AS id, d.title AS title, d.number AS number, d.date AS date, d.region AS region,
       coalesce(d.stub, false) AS stub, hits * 1000 / length AS score
ORDER BY stub, score DESC, id
