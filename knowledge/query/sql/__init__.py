"""What does a query come to? Its statements, run, with the lines of the plan that they rest on."""
