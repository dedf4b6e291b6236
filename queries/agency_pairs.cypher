// title: 合作最多的机构
// title_en: Agencies that work together most
// param region: region (optional) 两者皆属此地区 | Both of this region
// param at_least: integer (default 1) 至少的共同条款数 | Shared clauses at least
// column agency: 机构甲 | Agency A
// column name: 甲名称 | Name of A
// column partner: 机构乙 | Agency B
// column partner_name: 乙名称 | Name of B
// column clauses: 共同条款数 | Shared clauses
// column documents: 文件数 | Documents
// view: network
// example: region=云浦市; at_least=2

MATCH (c:Clause)<-[:LEADS|COOPERATES_ON|RESPONSIBLE_FOR]-(body:Agency)
WHERE $region IS NULL OR body.region = $region
WITH DISTINCT c, body
ORDER BY c.id, body.id
WITH c, collect(body) AS bodies
UNWIND range(0, size(bodies) - 2) AS i
UNWIND range(i + 1, size(bodies) - 1) AS j
WITH bodies[i] AS a, bodies[j] AS b, count(*) AS clauses, count(DISTINCT c.document) AS documents
WHERE clauses >= $at_least
RETURN a.id AS agency, a.name AS name, b.id AS partner, b.name AS partner_name, clauses AS clauses,
       documents AS documents
ORDER BY clauses DESC, agency, partner
