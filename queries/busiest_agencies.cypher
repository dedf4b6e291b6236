// title: 任务最多的机构
// title_en: Busiest agencies, by role
// param region: region (optional) 只看此地区 | Only this region
// param document: document (optional) 只看此文件 | Only this document
// column agency: 机构 | Agency
// column name: 名称 | Name
// column region: 地区 | Region
// column leads: 牵头 | Leads
// column cooperates: 配合 | Cooperates
// column responsible: 负责 | Responsible
// column clauses: 条款数 | Clauses
// view: bar
// example: region=云浦市

MATCH (a:Agency)-[e:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]->(c:Clause)
WHERE ($region IS NULL OR a.region = $region) AND ($document IS NULL OR e.document = $document)
WITH a, c, max(CASE type(e) WHEN 'LEADS' THEN 1 ELSE 0 END) AS lead,
     max(CASE type(e) WHEN 'COOPERATES_ON' THEN 1 ELSE 0 END) AS cooperate,
     max(CASE type(e) WHEN 'RESPONSIBLE_FOR' THEN 1 ELSE 0 END) AS responsible
WITH a, sum(lead) AS leads, sum(cooperate) AS cooperates, sum(responsible) AS responsibles, count(c) AS clauses
RETURN a.id AS agency, a.name AS name, a.region AS region, leads AS leads, cooperates AS cooperates,
       responsibles AS responsible, clauses AS clauses
ORDER BY clauses DESC, leads DESC, agency
