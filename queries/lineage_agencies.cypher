// title: 上下级责任主体
// title_en: Who answers above and below, and whether the lead changed
// param document: document (required) 文号、标题、文件名或标识 | Number, title, file name or id
// column direction: 方向 | Direction
// column parent: 上级条款 | Parent clause
// column parent_path: 上级编号路径 | Parent number path
// column parent_heading: 上级条款标题 | Parent heading
// column parent_role: 上级角色 | Role above
// column parent_agencies: 上级主体 | Bodies above
// column child: 下级条款 | Child clause
// column child_path: 下级编号路径 | Child number path
// column child_heading: 下级条款标题 | Child heading
// column child_role: 下级角色 | Role below
// column child_agencies: 下级主体 | Bodies below
// column same: 职能对应 | Same function
// column grade: 等级 | Grade
// column score: 得分 | Score
// column ground: 比对理由 | Ground
// column parent_document: 上级文件 | Parent document
// column parent_title: 上级文件标题 | Parent document title
// column child_document: 下级文件 | Child document
// column child_title: 下级文件标题 | Child document title
// view: table
// example: document=云政办发〔2021〕35号

MATCH (c:Clause {document: $document})-[e:IMPLEMENTS]-(:Clause)
WITH e, startNode(e).id AS below, endNode(e).id AS above
MATCH (k:Clause {id: below})
MATCH (p:Clause {id: above})
WITH e, k, p, CASE WHEN EXISTS { MATCH (:Agency)-[:LEADS]->(k) } THEN 'LEADS' ELSE 'RESPONSIBLE_FOR' END AS low,
     CASE WHEN EXISTS { MATCH (:Agency)-[:LEADS]->(p) } THEN 'LEADS' ELSE 'RESPONSIBLE_FOR' END AS high
MATCH (a:Agency)-[r:LEADS|RESPONSIBLE_FOR]->(p)
WHERE type(r) = high
MATCH (b:Agency)-[s:LEADS|RESPONSIBLE_FOR]->(k)
WHERE type(s) = low
WITH DISTINCT e, k, p, low, high, a, b,
     CASE WHEN a.function ENDS WITH '厅' OR a.function ENDS WITH '局' OR a.function ENDS WITH '委' OR a.function ENDS WITH '办'
          OR a.function ENDS WITH '部' THEN left(a.function, size(a.function) - 1) ELSE a.function END AS one,
     CASE WHEN b.function ENDS WITH '厅' OR b.function ENDS WITH '局' OR b.function ENDS WITH '委' OR b.function ENDS WITH '办'
          OR b.function ENDS WITH '部' THEN left(b.function, size(b.function) - 1) ELSE b.function END AS two
WITH e, k, p, low, high, a.name AS named, b.name AS name,
     CASE WHEN one CONTAINS two OR two CONTAINS one THEN 1 ELSE 0 END AS alike ORDER BY named, name
WITH e, k, p, low, high, collect(DISTINCT named) AS bodies, collect(DISTINCT name) AS others, max(alike) AS alike
MATCH (kd:Document {id: k.document})
MATCH (pd:Document {id: p.document})
RETURN CASE WHEN kd.id = $document THEN 'up' ELSE 'down' END AS direction,
       p.id AS parent, p.path AS parent_path, p.heading AS parent_heading,
       CASE high WHEN 'LEADS' THEN 'lead' ELSE 'responsible' END AS parent_role, bodies AS parent_agencies,
       k.id AS child, k.path AS child_path, k.heading AS child_heading,
       CASE low WHEN 'LEADS' THEN 'lead' ELSE 'responsible' END AS child_role, others AS child_agencies,
       alike = 1 AS same, e.grade AS grade, e.score AS score, e.ground AS ground,
       pd.id AS parent_document, pd.title AS parent_title, kd.id AS child_document, kd.title AS child_title
ORDER BY direction DESC, parent_document, p.ordinal, parent, child_document, score DESC, k.ordinal, child
