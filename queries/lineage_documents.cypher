// title: 文件的沿袭关系
// title_en: Which document carries out which, with the number of clauses
// param document: document (optional) 只看此文件的上下级 | Only what is above and below this document
// column parent_document: 上级文件 | Parent document
// column parent_title: 上级文件标题 | Parent document title
// column parent_level: 上级层级 | Parent level
// column parent_region: 上级地区 | Parent region
// column child_document: 下级文件 | Child document
// column child_title: 下级文件标题 | Child document title
// column child_level: 下级层级 | Child level
// column child_region: 下级地区 | Child region
// column ground: 比对理由 | Ground
// column direct: 直接落实 | Direct
// column partial: 部分落实 | Partial
// column tasks: 涉及上级任务数 | Tasks of the parent
// column score: 平均得分 | Mean score
// view: network
// example: document=云政办发〔2021〕35号

MATCH (k:Clause)-[e:IMPLEMENTS]->(p:Clause)
WHERE $document IS NULL OR k.document = $document OR p.document = $document
WITH k.document AS below, p.document AS above, e.ground AS ground, p.id AS task, e.score AS score,
     CASE e.grade WHEN 'direct' THEN 1 ELSE 0 END AS sure
WITH below, above, ground, count(DISTINCT task) AS tasks, sum(sure) AS direct, count(sure) AS links, avg(score) AS score
MATCH (kd:Document {id: below})
MATCH (pd:Document {id: above})
RETURN pd.id AS parent_document, pd.title AS parent_title, pd.level AS parent_level, pd.region AS parent_region,
       kd.id AS child_document, kd.title AS child_title, kd.level AS child_level, kd.region AS child_region,
       ground AS ground, direct AS direct, links - direct AS partial, tasks AS tasks, round(score, 2) AS score
ORDER BY parent_document, child_document, ground
