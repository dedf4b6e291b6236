// title: 目标的上下对应
// title_en: Targets on their way down: what was set above, and what below
// param document: document (required) 文号、标题、文件名或标识 | Number, title, file name or id
// column direction: 方向 | Direction
// column parent_subject: 上级指标对象 | Parent subject
// column parent_comparator: 上级比较 | Parent comparator
// column parent_value: 上级数值 | Parent value
// column parent_value_max: 上级上限 | Parent upper end
// column parent_unit: 上级单位 | Parent unit
// column parent_deadline: 上级时限 | Parent deadline
// column parent_modality: 上级语气 | Parent modality
// column parent_scope: 上级范围 | Parent scope
// column child_subject: 下级指标对象 | Child subject
// column child_comparator: 下级比较 | Child comparator
// column child_value: 下级数值 | Child value
// column child_value_max: 下级上限 | Child upper end
// column child_unit: 下级单位 | Child unit
// column child_deadline: 下级时限 | Child deadline
// column child_modality: 下级语气 | Child modality
// column child_scope: 下级范围 | Child scope
// column ratio: 比率 | Ratio
// column changes: 变化 | Changes
// column later: 下级时限更晚 | Later deadline below
// column score: 得分 | Score
// column ground: 比对理由 | Ground
// column parent: 上级条款 | Parent clause
// column parent_path: 上级编号路径 | Parent number path
// column parent_heading: 上级条款标题 | Parent heading
// column parent_quote: 上级原句 | Parent quote
// column parent_document: 上级文件 | Parent document
// column parent_title: 上级文件标题 | Parent document title
// column parent_region: 上级地区 | Parent region
// column parent_status: 上级文件状态 | Parent document status
// column child: 下级条款 | Child clause
// column child_path: 下级编号路径 | Child number path
// column child_heading: 下级条款标题 | Child heading
// column child_quote: 下级原句 | Child quote
// column child_document: 下级文件 | Child document
// column child_title: 下级文件标题 | Child document title
// column child_region: 下级地区 | Child region
// column child_status: 下级文件状态 | Child document status
// view: table
// example: document=云政办发〔2021〕35号

MATCH (i:Indicator {document: $document})-[e:DERIVES_FROM]-(:Indicator)
WITH e, startNode(e).id AS below, endNode(e).id AS above
MATCH (kc:Clause)-[ks:SETS]->(k:Indicator {id: below})
MATCH (pc:Clause)-[ps:SETS]->(p:Indicator {id: above})
MATCH (kd:Document {id: k.document})
MATCH (pd:Document {id: p.document})
WITH e, k, p, kc, pc, ks, ps, kd, pd,
     CASE WHEN k.value = p.value AND coalesce(k.value_max, -1.0) = coalesce(p.value_max, -1.0) THEN [] ELSE ['value'] END +
     CASE WHEN coalesce(k.comparator, '') = coalesce(p.comparator, '') THEN [] ELSE ['comparator'] END +
     CASE WHEN coalesce(k.deadline, '') = coalesce(p.deadline, '') THEN [] ELSE ['deadline'] END +
     CASE WHEN coalesce(k.modality, '') = coalesce(p.modality, '') THEN [] ELSE ['modality'] END +
     CASE WHEN coalesce(k.scope, '') = coalesce(p.scope, '') THEN [] ELSE ['scope'] END AS changes
RETURN CASE WHEN kd.id = $document THEN 'up' ELSE 'down' END AS direction,
       p.subject_text AS parent_subject, p.comparator AS parent_comparator, p.value AS parent_value, p.value_max AS parent_value_max, p.unit AS parent_unit, p.deadline AS parent_deadline, p.modality AS parent_modality, p.scope AS parent_scope,
       k.subject_text AS child_subject, k.comparator AS child_comparator, k.value AS child_value, k.value_max AS child_value_max, k.unit AS child_unit, k.deadline AS child_deadline, k.modality AS child_modality, k.scope AS child_scope,
       e.ratio AS ratio, changes AS changes,
       CASE WHEN k.deadline IS NULL OR p.deadline IS NULL THEN false
            ELSE left(k.deadline, size(p.deadline)) > left(p.deadline, size(k.deadline)) END AS later, e.score AS score, e.ground AS ground,
       pc.id AS parent, pc.path AS parent_path, pc.heading AS parent_heading, ps.quote AS parent_quote,
       pd.id AS parent_document, pd.title AS parent_title, pd.region AS parent_region, pd.status AS parent_status,
       kc.id AS child, kc.path AS child_path, kc.heading AS child_heading, ks.quote AS child_quote,
       kd.id AS child_document, kd.title AS child_title, kd.region AS child_region, kd.status AS child_status
ORDER BY direction DESC, parent_document, p.start, p.id, child_document, k.start, k.id
