// title: 各年到期的任务数
// title_en: Deadlines by year
// param region: region (optional) 只看此地区 | Only this region
// param document: document (optional) 只看此文件 | Only this document
// column year: 年份 | Year
// column deadlines: 时限数 | Deadlines
// column clauses: 条款数 | Clauses
// column documents: 文件数 | Documents
// view: bar
// example: region=云浦市

MATCH (c:Clause)
WHERE c.deadlines IS NOT NULL AND ($document IS NULL OR c.document = $document)
MATCH (d:Document {id: c.document})
WHERE $region IS NULL OR d.region = $region
UNWIND c.deadlines AS deadline
WITH c, toInteger(substring(deadline, 0, 4)) AS year
WITH year, count(*) AS deadlines, count(DISTINCT c) AS clauses, count(DISTINCT c.document) AS documents
RETURN year AS year, deadlines AS deadlines, clauses AS clauses, documents AS documents
ORDER BY year
