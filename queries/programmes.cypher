// title: 政策概念及其涉及的文件数
// title_en: Programmes, by the documents and levels that mention them
// param field: text (optional) 领域：职业教育、政务服务、营商环境、监管、产业、就业与社会保障、区域与战略 | Field, in Chinese
// param region: region (optional) 只看此地区 | Only this region
// column programme: 政策概念 | Programme
// column name: 名称 | Name
// column field: 领域 | Field
// column clauses: 条款数 | Clauses
// column documents: 文件数 | Documents
// column levels: 层级数 | Levels of government
// column national: 国家文件 | National documents
// column province: 省级文件 | Provincial documents
// column city: 市级文件 | City documents
// column county: 县级文件 | County documents
// view: table
// example: field=职业教育

MATCH (c:Clause)-[:MENTIONS]->(p:Programme)
MATCH (d:Document {id: c.document})
WHERE ($field IS NULL OR p.field = $field) AND ($region IS NULL OR d.region = $region)
WITH p, d, count(DISTINCT c.id) AS within
WITH p, sum(within) AS clauses, count(d) AS documents, count(DISTINCT d.level) AS levels,
     sum(CASE d.level WHEN 'national' THEN 1 ELSE 0 END) AS national,
     sum(CASE d.level WHEN 'province' THEN 1 ELSE 0 END) AS province,
     sum(CASE d.level WHEN 'city' THEN 1 ELSE 0 END) AS city,
     sum(CASE d.level WHEN 'county' THEN 1 ELSE 0 END) AS county
RETURN p.id AS programme, p.name AS name, p.field AS field, clauses AS clauses, documents AS documents, levels AS levels,
       national AS national, province AS province, city AS city, county AS county
ORDER BY documents DESC, clauses DESC, programme
