// title: 目标与指标
// title_en: Targets and other numbers that a policy sets
// param region: region (optional) 只看此地区 | Only this region
// param document: document (optional) 只看此文件 | Only this document
// param year: year (optional) 时限年份 | Year of the deadline
// column subject: 指标对象 | What is counted
// column comparator: 比较 | Comparator
// column value: 数值 | Value
// column value_max: 上限 | Upper end
// column unit: 单位 | Unit
// column deadline: 时限 | Deadline
// column kind: 类别 | Kind
// column modality: 语气 | Modality
// column scope: 范围 | Scope
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
// example: region=云浦市

MATCH (c:Clause)-[e:SETS]->(i:Indicator)
MATCH (d:Document {id: c.document})
WHERE ($region IS NULL OR d.region = $region) AND ($document IS NULL OR d.id = $document)
  AND ($year IS NULL OR i.deadline STARTS WITH toString($year))
RETURN i.subject_text AS subject, i.comparator AS comparator, i.value AS value,
       i.value_max AS value_max, i.unit AS unit, i.deadline AS deadline, i.kind AS kind, i.modality AS modality,
       i.scope AS scope, c.id AS clause, c.heading AS heading, c.path AS path, e.quote AS quote, e.start AS start,
       e.`end` AS `end`, d.id AS document, d.title AS title, d.number AS number
ORDER BY document, start, i.id
