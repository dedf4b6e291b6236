// title: 机构改革后的承继
// title_en: What an agency became in a reform, and what it came from
// param agency: agency (optional) 机构 | Agency
// param region: region (optional) 只看此地区 | Only this region
// column agency: 原机构 | Former agency
// column name: 名称 | Name
// column valid_to: 至迟存续至 | At the latest until
// column kind: 方式 | Kind
// column date: 最早之日 | At the earliest
// column date_by: 最迟之日 | At the latest
// column grade: 依据程度 | Grade
// column successor: 承继机构 | Successor
// column successor_name: 承继机构名称 | Successor's name
// column basis: 依据 | Source
// view: network

MATCH (a:Agency)-[r:SUCCEEDED_BY]->(b:Agency)
WHERE ($agency IS NULL OR a.id = $agency OR b.id = $agency) AND ($region IS NULL OR a.region = $region)
RETURN a.id AS agency, a.name AS name, a.valid_to AS valid_to, r.reform AS kind, r.date AS date, r.date_by AS date_by,
       r.grade AS grade, b.id AS successor, b.name AS successor_name, r.basis AS basis
ORDER BY agency, successor
