class Walker:
    def __init__(self, source):
        self.source = source
        self.opens, self.closes = [], []

    def slice(self, node):
        children = []
        if node.lower is not None:
            children.append(node.lower)
        children.append(":")
        if node.upper is not None:
            children.append(node.upper)
        return children

    def body(self, node):
        last = node.body[-1]
        if last.range > self.closes[-1]:
            self.closes.append(last)
        return node.returns
