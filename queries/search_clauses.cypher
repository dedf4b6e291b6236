// title: 全文检索条款
// title_en: Full-text search of clauses
// param q: search (required) 检索词，空格分隔，须全部出现 | Words, split by spaces; all must occur
// param region: region (optional) 只看此地区 | Only this region
// param year: year (optional) 只看此年成文的文件 | Only documents of this year
// column clause: 条款 | Clause
// column heading: 条款标题 | Heading
// column path: 编号路径 | Number path
// column score: 得分 | Score
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: table
// example: q=实训基地

CALL db.index.fulltext.queryNodes('clause_search', $q) YIELD node
WITH node AS c, toLower(coalesce(node.heading, '')) AS heading, toLower(coalesce(node.text, '')) AS text
WHERE all(w IN $q_words WHERE heading CONTAINS w OR text CONTAINS w)
MATCH (d:Document {id: c.document})
WHERE ($region IS NULL OR d.region = $region) AND ($year IS NULL OR d.date STARTS WITH toString($year))
WITH c, d, size(text) + 1 AS length,
     reduce(n = 0, w IN $q_words | n + size(split(heading, w)) - 1) AS in_heading,
     reduce(n = 0, w IN $q_words | n + size(split(text, w)) - 1) AS in_text
RETURN c.id AS clause, c.heading AS heading, c.path AS path, in_heading * 100 + in_text * 1000 / length AS score,
       c.text AS quote, c.start AS start, c.`end` AS `end`, d.id AS document, d.title AS title, d.number AS number
ORDER BY score DESC, clause
