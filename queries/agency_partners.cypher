// title: 与某机构合作最多的机构
// title_en: Who works with an agency most
// param agency: agency (required) 机构名称 | Agency name
// column agency: 合作机构 | Partner
// column name: 名称 | Name
// column region: 地区 | Region
// column clauses: 共同条款数 | Shared clauses
// column documents: 文件数 | Documents
// column led_by_agency: 由该机构牵头 | Led by the agency
// column led_by_partner: 由合作机构牵头 | Led by the partner
// view: network
// example: agency=云浦市教育局

MATCH (x:Agency {id: $agency})-[e:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]->(c:Clause)
WITH c, max(CASE type(e) WHEN 'LEADS' THEN 1 ELSE 0 END) AS mine
MATCH (a:Agency)-[f:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]->(c)
WHERE a.id <> $agency
WITH a, c, mine, max(CASE type(f) WHEN 'LEADS' THEN 1 ELSE 0 END) AS theirs
WITH a, count(c) AS clauses, count(DISTINCT c.document) AS documents, sum(mine) AS led_by_agency,
     sum(theirs) AS led_by_partner
RETURN a.id AS agency, a.name AS name, a.region AS region, clauses AS clauses, documents AS documents,
       led_by_agency AS led_by_agency, led_by_partner AS led_by_partner
ORDER BY clauses DESC, agency
