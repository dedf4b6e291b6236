// title: 用于比较的分工
// title_en: Assignments of a document, by the function of the body
// param document: document (required) 文件 | Document
// column clause: 条款 | Clause
// column role: 角色 | Role
// column function: 职能 | Function
// view: table
// example: document=云政办发〔2021〕35号

MATCH (a:Agency)-[e:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]->(c:Clause {document: $document})
WITH DISTINCT c.id AS clause, coalesce(a.function, a.name) AS function,
     CASE type(e) WHEN 'LEADS' THEN 'lead' WHEN 'COOPERATES_ON' THEN 'cooperate' ELSE 'responsible' END AS role
RETURN clause AS clause, role AS role, function AS function
ORDER BY clause, role, function
