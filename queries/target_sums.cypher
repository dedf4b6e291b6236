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
// column documents: 文件数 | Documents
// column drafts: 其中草案 | Of them drafts
// column total: 下级之和 | Sum below
// column share: 占上级比例 | Share of the value above
// column latest: 下级最晚时限 | Latest deadline below
// column later: 晚于上级 | Later than above
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

// rates, limits, spans of time and what is counted for each (每万名老年人, 人均) can't be added up, nor can a condition (两个以上部门…的)
MATCH (k:Target)-[:DERIVES_FROM]->(p:Target {document: $document})
WHERE k.unit = p.unit AND p.comparator <> '<=' AND k.comparator <> '<='
  AND coalesce(k.scope, '') = coalesce(p.scope, '') AND coalesce(p.scope, '每年') = '每年'
  AND NOT p.unit IN ['%', '％', '‰', '个百分点', '倍', '成', '折',
                     '个工作日', '工作日', '个月', '年', '天', '日', '小时', '个小时', '分钟', '周']
  AND NOT p.unit CONTAINS '/'
  AND NOT p.text STARTS WITH '两' AND NOT p.text ENDS WITH '的' AND NOT k.text STARTS WITH '两' AND NOT k.text ENDS WITH '的'
WITH k, p, replace(replace(k.text, '每年', ''), '每月', '') AS low, replace(replace(p.text, '每年', ''), '每月', '') AS high
WHERE NOT any(word IN ['每', '人均', '户均', '平均', '生均', '床均', '村均', '千人口', '万人口', '各县', '各市', '各区', '各乡', '各镇']
              WHERE low CONTAINS word OR high CONTAINS word)
  AND size(k.text) - size(low) = size(p.text) - size(high)
// a draft counts nowhere where its final version is loaded, and for its region only where nothing issued does
MATCH (o:Document {id: k.document})
WHERE coalesce(o.status, 'issued') = 'issued' OR NOT EXISTS {
  MATCH (f:Document {region: o.region})
  WHERE coalesce(f.status, 'issued') = 'issued' AND NOT coalesce(f.stub, false)
    AND (f.title CONTAINS o.title OR o.title CONTAINS f.title) }
WITH p, o.level AS level, o.region AS region, CASE WHEN coalesce(o.status, 'issued') = 'issued' THEN 0 ELSE 1 END AS draft,
     max(k.value) AS most, count(DISTINCT o.id) AS documents, max(k.deadline) AS latest
ORDER BY draft
WITH p, level, region, collect(draft) AS states, collect(most) AS values, collect(documents) AS numbers,
     collect(coalesce(latest, '')) AS lasts
WITH p, level, region, states[0] AS draft, values[0] AS most, numbers[0] AS documents, lasts[0] AS latest
WITH p, level, count(region) AS regions, sum(documents) AS documents, sum(draft * documents) AS drafts, sum(most) AS total,
     max(latest) AS latest
MATCH (c:Clause)-[e:SETS]->(p)
MATCH (d:Document {id: $document})
RETURN p.subject_text AS subject, p.comparator AS comparator, p.value AS value, p.unit AS unit, p.deadline AS deadline,
       level AS level, regions AS regions, documents AS documents, drafts AS drafts, round(total, 4) AS total,
       CASE WHEN p.value = 0 THEN null ELSE round(total / p.value, 4) END AS share,
       CASE latest WHEN '' THEN null ELSE latest END AS latest,
       CASE WHEN p.deadline IS NULL OR latest = '' THEN null
            ELSE left(latest, size(p.deadline)) > left(p.deadline, size(latest)) END AS later,
       c.id AS clause, c.heading AS heading, c.path AS path, e.quote AS quote, e.start AS start, e.`end` AS `end`,
       d.id AS document, d.title AS title, d.number AS number
ORDER BY start, p.id, level
