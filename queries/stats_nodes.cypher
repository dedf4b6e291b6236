// title: 节点统计
// title_en: Nodes by label
// column label: 标签 | Label
// column nodes: 节点数 | Nodes
// view: bar

MATCH (n)
UNWIND labels(n) AS label
WITH label, count(*) AS nodes
WHERE label <> 'Store'
RETURN label AS label, nodes AS nodes
ORDER BY nodes DESC, label
