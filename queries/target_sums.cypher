// title: 下级目标之和与上级目标
// title_en: Lower targets summed up against the target above
// param document: document (required) 文号、标题、文件名或标识 | Number, title, file name or id
// column subject: 指标对象 | What is counted
// column comparator: 比较 | Comparator
// column value: 上级数值 | Value above
// column unit: 单位 | Unit
// column deadline: 时限 | Deadline
// column level: 下级层级 | Level below
// column regions: 地区数 | Regions
// column total: 下级之和 | Sum below
// column share: 占上级比例 | Share of the value above
// column clause: 条款 | Clause
// column heading: 条款标题 | Heading
// column path: 编号路径 | Number path
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: table
// example: document=岚政发〔2021〕12号

MATCH (k:Target)-[:DERIVES_FROM]->(p:Target {document: $document})
WHERE k.unit = p.unit AND p.comparator <> '<=' AND k.comparator <> '<='
  AND coalesce(k.scope, '') = coalesce(p.scope, '') AND coalesce(p.scope, '每年') = '每年'
  AND NOT p.unit IN ['%', '％', '‰', '个百分点', '倍', '成', '折',
                     '个工作日', '工作日', '个月', '年', '天', '日', '小时', '个小时', '分钟', '周']
MATCH (o:Document {id: k.document})
WITH p, o.level AS level, o.region AS region, max(k.value) AS most
WITH p, level, count(region) AS regions, sum(most) AS total
MATCH (c:Clause)-[e:SETS]->(p)
MATCH (d:Document {id: $document})
RETURN p.subject_text AS subject, p.comparator AS comparator, p.value AS value, p.unit AS unit, p.deadline AS deadline,
       level AS level, regions AS regions, round(total, 4) AS total,
       CASE WHEN p.value = 0 THEN null ELSE round(total / p.value, 4) END AS share,
       c.id AS clause, c.heading AS heading, c.path AS path, e.quote AS quote, e.start AS start, e.`end` AS `end`,
       d.id AS document, d.title AS title, d.number AS number
ORDER BY start, p.id, level
