// title: 条款设定的目标与指标
// title_en: The numbers that a clause sets
// param id: text (required) 条款标识 | Clause id
// column subject: 指标对象 | What is counted
// column comparator: 比较 | Comparator
// column value: 数值 | Value
// column value_max: 上限 | Upper end
// column unit: 单位 | Unit
// column deadline: 时限 | Deadline
// column kind: 类别 | Kind
// column modality: 语气 | Modality
// column scope: 范围 | Scope
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// view: table
// example: id=云政办发〔2021〕35号#二/（一）

MATCH (c:Clause {id: $id})-[e:SETS]->(i:Indicator)
RETURN i.subject_text AS subject, i.comparator AS comparator, i.value AS value, i.value_max AS value_max, i.unit AS unit,
       i.deadline AS deadline, i.kind AS kind, i.modality AS modality, i.scope AS scope, e.quote AS quote,
       e.start AS start, e.`end` AS `end`
ORDER BY start, i.id
